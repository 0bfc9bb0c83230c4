import type { ForeignView, ListForeignInput } from '../../shared/domain/foreign.ts'
import { lookAround } from './look.ts'
import type { ForeignNeeds } from './tool.ts'

/**
 * Lists the tokens that other tools hold, by fingerprint, without taking any over and without a
 * prompt. A place that cannot be read is among the problems. Never throws.
 */
export async function listForeign(
  input: ListForeignInput,
  needs: ForeignNeeds,
): Promise<ForeignView> {
  const { seen, problems, own } = await lookAround(input, needs)
  return {
    tokens: seen.map(({ view }) => view),
    problems: [...problems],
    storeProblem: own.problem,
  }
}
