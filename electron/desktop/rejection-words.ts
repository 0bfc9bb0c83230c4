import type { Rejection } from '../app/rejection-news.ts'

/** Title and text of the notice on the desktop about a token that was rejected. */
export function rejectionNotice({ provider, label, account, username }: Rejection): {
  readonly title: string
  readonly body: string
} {
  const who = username === null ? '' : ` (@${username})`
  const which = account === null ? 'It' : `“${account}”${who}`
  const rest = provider === 'huggingface' ? ' Public models keep working.' : ''
  return { title: `${label} rejected a token`, body: `${which} is not sent any more.${rest}` }
}
