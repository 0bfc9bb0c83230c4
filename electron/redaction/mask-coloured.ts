import { overwrites, plainText } from '../../shared/log-text.ts'
import type { Redactor } from './redactor.ts'

/**
 * Masks lines that may have colours, also where a colour stands in the middle of a secret: then the colours go instead
 * of the mask.
 */
export function maskColoured(lines: string, redactor: Pick<Redactor, 'redact'>): string {
  if (!lines.includes('\u001b')) return redactor.redact(lines)
  const plain = lines.split('\n').map(withMark).join('\n')
  const masked = redactor.redact(plain)
  return masked === plain ? redactor.redact(lines) : masked
}

function withMark(line: string): string {
  return `${line.startsWith(overwrites) ? overwrites : ''}${plainText(line)}`
}
