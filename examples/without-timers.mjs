/**
 * A filter between the normalizer and the state machine: leaves the interrupts of timers out, which come a thousand times
 * a second and hide the others.
 *
 *     tc-stream --use ./without-timers.mjs trace.txt -o out.svg
 *
 * @type {import('@tc-stream/tc-stream').CustomStage}
 */
export default {
  from: 'events',
  to: 'events',
  open: () => ({
    push(event, emit) {
      if (event.type !== 'interrupt' || !/timer/i.test(event.name)) emit(event)
    },
    *flush() {},
  }),
}
