/**
 * Where the steps of a flow's picture stand and how its arrows run. What gave up is told at its step and has no arrow: from every step one
 * could lead to the dead letters. Dagre lays it out; it is loaded when the first picture is drawn.
 */

const LIBRARY = '/lib/dagre/dist/dagre.min.js';
export const START = ' start';
const NODE = { width: 178, height: 88 };
const END = { width: 76, height: 32 };
const LETTER_PX = 6.2;
const MOST_LETTERS = 26;
let loading = null;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = LIBRARY;
    script.onload = () => resolve(globalThis.dagre);
    script.onerror = () => {
      loading = null;
      reject(new Error(LIBRARY));
    };
    document.head.append(script);
  });
  return loading;
}

/** What two pictures of the same form have in common; the figures in them are not part of it. */
export const formOf = flow =>
  JSON.stringify([
    flow.version,
    flow.steps.map(step => step.name),
    flow.arrows.filter(arrow => arrow.kind !== 'dead').map(arrow => [arrow.from, arrow.to, arrow.label, arrow.kind]),
  ]);

/** @param across left to right, or else top down */
export async function layOut(flow, across) {
  const dagre = await library();
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: across ? 'LR' : 'TB',
    nodesep: across ? 24 : 30,
    ranksep: across ? 26 : 24,
    edgesep: 14,
    marginx: 24,
    marginy: 18,
  });
  graph.setNode(START, { ...END });
  flow.steps.forEach(step => graph.setNode(step.name, { ...NODE }));
  const drawn = flow.arrows.map((arrow, index) => ({ arrow, index })).filter(({ arrow }) => arrow.kind !== 'dead');
  drawn.forEach(({ arrow, index }) => addArrow(graph, arrow, index));
  dagre.layout(graph);
  return {
    width: graph.graph().width,
    height: graph.graph().height,
    nodes: graph.nodes().map(name => ({ name, ...graph.node(name) })),
    arrows: drawn.map(({ arrow, index }) => ({ index, ...edgeOf(graph, arrow, index) })),
  };
}

const source = arrow => arrow.from ?? START;

function addArrow(graph, arrow, index) {
  if (!graph.hasNode(arrow.to)) {
    graph.setNode(arrow.to, { ...END, width: arrow.to === 'end' ? END.width : Math.max(END.width, widthOf(arrow.to) + 44) });
  }
  const label = shortLabel(arrow);
  const size = { width: Math.max(widthOf(label), 40), height: label ? 30 : 14, labelpos: 'c' };
  // What goes back must not decide who stands first.
  const weight = arrow.kind === 'next' ? 2 : 0;
  graph.setEdge(source(arrow), arrow.to, { ...size, weight }, String(index));
}

const edgeOf = (graph, arrow, index) => graph.edge(source(arrow), arrow.to, String(index));

export function shortLabel({ label = '' }) {
  return label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1)}…` : label;
}

/** Letters of East Asian scripts are twice as wide. */
const widthOf = text => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? 2 : 1), 0) * LETTER_PX;

/** A smooth line through the points of an arrow: a uniform B-spline that begins and ends at the outer ones. */
export function curve(points) {
  const [first, ...rest] = points;
  let path = `M${first.x},${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const [here, next] = [rest[i], rest[i + 1]];
    const end = i === rest.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    path += `Q${here.x},${here.y} ${end.x},${end.y}`;
  }
  return rest.length === 1 ? `${path}L${rest[0].x},${rest[0].y}` : path;
}
