import type { Action } from '../../../shared/errors.ts'

/** The next step, shortened: what the button does, and where it leads. */
export function stepOf(action: Action | null): string | null {
  if (action === null) return null
  const { does } = action
  return does.kind === 'open-link' ? `open ${does.link.to}` : does.kind
}
