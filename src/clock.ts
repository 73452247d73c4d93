/** Time as an argument: milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/**
 * The system's time at the start and what has passed since, however the system's clock is set meanwhile: for waits and
 * limits, which neither end early nor last longer because somebody corrects a clock.
 */
export const steadyClock: Clock = steadyFrom(systemClock);

function steadyFrom(clock: Clock): Clock {
  const origin = clock.now() - performance.now();
  return { now: () => Math.floor(origin + performance.now()) };
}
