// node submit.js CHANNEL BODY [CORRELATION]: submits a job over AMQP 1.0 and prints its result.
// Ends with 0 if the job completed, 1 if it was refused or failed, 2 if no result came in 30 seconds.
import { randomUUID } from 'node:crypto';
import rhea from 'rhea';

const [channel, body, correlation = randomUUID()] = process.argv.slice(2);
const results = 'renkei.results';

const connection = rhea.connect({
  host: '127.0.0.1',
  port: process.env.RENKEI_AMQP_PORT ?? 5672,
  username: process.env.RENKEI_USER,
  password: process.env.RENKEI_PASSWORD,
  reconnect: false,
});

function end(code, text) {
  (code === 0 ? console.log : console.error)(text);
  process.exitCode = code;
  clearTimeout(patience);
  connection.close();
}

// What has not come by then can still be fetched, by this program or another, until reply.validity has passed.
const patience = setTimeout(() => end(2, `no result of ${correlation} yet`), 30_000);

const sender = connection.open_sender(channel);
sender.once('sendable', () =>
  sender.send({
    durable: true,
    correlation_id: correlation,
    reply_to: results,
    application_properties: { _AMQ_DUPL_ID: correlation }, // sent twice it starts one job
    body,
  }),
);
sender.on('accepted', () => console.error(`accepted ${correlation}`)); // it is on disk
sender.on('rejected', ({ delivery }) => end(1, delivery.remote_state.error.description)); // RNK-2003 channel … is full: …

const receiver = connection.open_receiver({
  source: { address: results, filter: rhea.filter.selector(`JMSCorrelationID = '${correlation.replaceAll("'", "''")}'`) },
});
receiver.on('message', ({ message }) => {
  const { renkei_state: state, renkei_error: error } = message.application_properties;
  end(error === undefined ? 0 : 1, error === undefined ? message.body : `${state}: ${error}`);
});

for (const trouble of ['connection_error', 'sender_error', 'receiver_error']) {
  connection.on(trouble, (context) => end(1, String(context.connection.error ?? context.sender?.error ?? context.receiver?.error)));
}
connection.on('disconnected', ({ error }) => {
  if (process.exitCode === undefined) end(1, `connection lost: ${error}`);
});
