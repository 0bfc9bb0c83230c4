import type { z } from 'zod'

/** One call: what goes up and what comes down, both parsed in main. */
export interface Call<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I
  readonly output: O
}

/** A call from its two schemas. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { input, output }
}
