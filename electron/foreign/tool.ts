import type { ForeignToolId } from '../../shared/domain/foreign.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { AppError } from '../../shared/errors.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import type { Secret } from '../redaction/secret.ts'

/** What finding, importing and removing other tools' tokens needs. */
export type ForeignNeeds = CredentialNeeds

/** One tool, or one kind of place, that keeps tokens of its own. A new one is one row of `tools.ts`. */
export interface ForeignTool {
  readonly id: ForeignToolId
  /** Its name for people. */
  readonly label: string
  /**
   * Everything it holds now, without any prompt. `files` are the `.env` files the user named.
   * Never throws for a place that cannot be read: that is a finding as well.
   */
  find(input: { readonly files: readonly string[] }, needs: ForeignNeeds): Promise<Finding[]>
}

/** What looking into one place came to; an empty place is no finding. */
export type Finding = FoundToken | FoundProblem

export interface FoundToken {
  readonly kind: 'token'
  readonly provider: ProviderId
  /** Path of the file, or the helper's name. */
  readonly where: string
  /** The variable, section, server or user name it stands under. */
  readonly name: string | null
  readonly secret: Secret
  readonly mode?: string
  /** True when the tool, as it is set up now, does not look there; the token lies there all the same. */
  readonly dormant?: boolean
  readonly notImportable: string | null
  readonly notRemovable: string | null
  /**
   * Takes this very token out and leaves everything else as it is. Throws `foreign-gone` when it is
   * not there any more, `foreign-stays`, or `store-write-failed`; then nothing changed.
   */
  remove(): Promise<void>
}

export interface FoundProblem {
  readonly kind: 'problem'
  readonly where: string
  readonly name: string | null
  readonly error: AppError
}
