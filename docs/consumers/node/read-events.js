// Reads one queue of Gatehouse's bus, for ever. One event at a time: work first, acknowledge then.
// docs/consumers/README.md says how to run it.
import { promisify } from 'node:util';
import rhea from 'rhea';

const MOST_REMEMBERED = 100_000;

// Source and id of the events that are done. In earnest, keep them where the work is kept.
const done = new Set();

function remember(key) {
  done.add(key);
  if (done.size > MOST_REMEMBERED) {
    done.delete(done.values().next().value);
  }
}

const print = promisify(process.stdout.write.bind(process.stdout));

// Put what you do with an event here, and return when it is done. The body is for you alone: do not log it.
async function work(event, data) {
  const { cloudEvents_source, cloudEvents_id, cloudEvents_type, cloudEvents_subject } = event;
  await print(
    `${cloudEvents_source} ${cloudEvents_id} ${cloudEvents_type} ${cloudEvents_subject}, ${data.length} characters\n`,
  );
}

async function handle({ message, delivery, receiver }) {
  const event = message.application_properties;
  const key = `${event.cloudEvents_source} ${event.cloudEvents_id}`;
  try {
    if (!done.has(key)) {
      await work(event, message.body);
      remember(key);
    }
    delivery.accept();
  } catch (failure) {
    // The broker gives it again, later, and keeps it after the last time in kyc.dead-letter.
    console.error(`Not done: ${failure.message}`);
    delivery.modified({ delivery_failed: true });
  }
  receiver.add_credit(1);
}

function readForEver(host, port, username, password, queue) {
  const container = rhea.create_container();
  container.on('receiver_open', ({ receiver }) => {
    console.error(`Reading ${queue}.`);
    receiver.add_credit(1);
  });
  let turn = Promise.resolve();
  container.on('message', (delivered) => {
    turn = turn.then(() => handle(delivered));
  });
  container.on('disconnected', () => console.error('No connection, again in a moment.'));
  container.on('receiver_error', ({ receiver }) => {
    console.error(`${queue} cannot be read: ${receiver.error?.description}`);
    process.exit(1);
  });
  container
    .connect({ host, port, username, password, initial_reconnect_delay: 100, max_reconnect_delay: 5_000 })
    .open_receiver({ source: queue, autoaccept: false, credit_window: 0 });
}

const [host, port, username, password, queue] = process.argv.slice(2);
if (!queue) {
  console.error('Usage: node read-events.js host port user password queue');
  process.exit(2);
}
readForEver(host, Number(port), username, password, queue);
