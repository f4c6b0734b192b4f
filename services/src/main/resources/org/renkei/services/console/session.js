/** Who is signed in, and what that person may do. The server refuses anyway; the pages only hide what would be refused. */
import { get, remove, useCsrf } from './api.js';

const INCLUDED = {
  CLIENT: ['CLIENT'],
  VIEW: ['VIEW'],
  OPERATE: ['OPERATE', 'VIEW', 'CLIENT'],
  ADMINISTER: ['ADMINISTER', 'OPERATE', 'VIEW', 'CLIENT'],
};

export let session = { user: '', roles: [], node: '' };
let held = new Set();

export async function loadSession() {
  session = await get('/session');
  held = new Set(session.roles.flatMap(role => INCLUDED[role] ?? []));
  useCsrf(session.csrf);
}

/** @param role `VIEW`, `CLIENT`, `OPERATE` or `ADMINISTER` */
export const may = role => held.has(role);

export const mayOperate = () => may('OPERATE');

export async function signOut() {
  await remove('/session');
  location.assign('/sign-in');
}
