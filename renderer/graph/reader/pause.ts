// Lets the worker answer what has come in while it works on something long.

/** Milliseconds of work from one pause to the next. */
const slice = 8;

/** A pause that does nothing until a slice of time has been worked. */
export function pauses(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return;
    await nextTask();
    since = performance.now();
  };
}

/** A message to oneself comes after those that wait already; a timer would sleep for milliseconds. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
