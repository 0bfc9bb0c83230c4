import type { SourceKind } from '../../shared/domain/provider.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'

/** What looking into one source came to. `unreadable` is never the same as `absent`. */
export type Found =
  | { readonly state: 'present'; readonly secret: Secret; readonly place: Place }
  /** The keyring's, when `credentials.json` holds the newer one (`current-copy.ts`); it never wins. */
  | { readonly state: 'outdated'; readonly secret: Secret; readonly place: Place }
  | { readonly state: 'absent'; readonly place: Place }
  | { readonly state: 'unreadable'; readonly error: AppError; readonly place: Place }
  /** Not looked into, because the user said so; lower sources serve. */
  | { readonly state: 'off'; readonly place: Place }

/** A source that holds a token, whether that one counts or not. */
export type Held = Extract<Found, { secret: Secret }>

/** Whether there is a token in it. */
export function holdsToken(source: Found): source is Held {
  return source.state === 'present' || source.state === 'outdated'
}

/** Where it was looked. */
export interface Place {
  readonly kind: SourceKind
  readonly variable?: string
  readonly path?: string
  readonly mode?: string
  /** Something a person should know about the place although it could be read. */
  readonly notice?: string
}
