import type { SourceKind } from '../../shared/domain/provider.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'

/** What looking into one source came to. `unreadable` is never the same as `absent`. */
export type Found =
  | { readonly state: 'present'; readonly secret: Secret; readonly place: Place }
  | { readonly state: 'absent'; readonly place: Place }
  | { readonly state: 'unreadable'; readonly error: AppError; readonly place: Place }
  /** Not looked into, because the user said so; lower sources serve. */
  | { readonly state: 'off'; readonly place: Place }

/** Where it was looked. */
export interface Place {
  readonly kind: SourceKind
  readonly variable?: string
  readonly path?: string
  readonly mode?: string
  /** Something a person should know about the place although it could be read. */
  readonly notice?: string
}
