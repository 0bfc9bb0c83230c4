import { overwrites, plainText } from '../../shared/log-text.ts'
import type { Environment } from '../ports.ts'
import type { Io } from './io.ts'

/** How a program's lines are written: in their colours on a terminal, unless the user wants none (no-color.org). */
export function lineWriter(io: Pick<Io, 'stdout'>, env: Environment): (text: string) => string {
  const hasColours = io.stdout.isTTY === true && (env['NO_COLOR'] ?? '') === ''
  if (!hasColours) return plainText
  return (text) => (text.startsWith(overwrites) ? text.slice(overwrites.length) : text)
}
