import type { SinkId } from '../../shared/domain/sink.ts'
import type { Clock, Environment, Log, Paths } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Secret } from '../redaction/secret.ts'

/** One copy of a token that lies with another tool. */
export interface SinkCopy {
  readonly secret: Secret
  /** A path, or words such as `git credential helper store`. */
  readonly where: string
  /** Octal permission bits such as `0600`, for files on POSIX systems. */
  readonly mode?: string
  /** The tool's own name of the copy, e.g. a section of `stored_tokens`. */
  readonly name?: string
  /** The user name that lies beside it, where the tool wants one. */
  readonly username?: string
  /** True for the copy that the tool would use now. */
  readonly active: boolean
}

/** What every sink needs. */
export interface SinkNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly redactor: Pick<Redactor, 'guard'>
  readonly clock: Clock
  readonly log: Log
}

/** A token on its way into a sink. */
export interface SinkWrite {
  readonly secret: Secret
  /** What the tool may call it: the token's name at its provider, else the account's. */
  readonly name: string
  /** Whose it is at the provider, when that is known. */
  readonly username: string | null
  /** Older tokens of ours that go with this write. */
  readonly replaces: readonly Secret[]
}

/** A token that is to leave a sink. */
export interface SinkErase {
  readonly secret: Secret
  /** Whose it is at the provider, when that is known: an older tool may have filed it so. */
  readonly username?: string | null
}

/**
 * A place of another tool that Hubkey keeps in step with a stored token. It knows tokens only, not
 * accounts. What it throws is an `AppFailure` with one sentence; a caller shows it as the state
 * `failed` and never lets it undo a save.
 */
export interface Sink {
  readonly id: SinkId
  readonly label: string
  readonly provider: 'huggingface' | 'ngc'
  /**
   * Every copy that lies here, ours or not; where a tool files by name, also those under these user
   * names of the provider's. Throws `store-unreadable` or `sink-failed`.
   */
  read(needs: SinkNeeds, usernames?: readonly string[]): Promise<readonly SinkCopy[]>
  /**
   * Makes this the token that the tool uses. A token that is neither this one nor in `replaces` is
   * kept wherever the tool can keep more than one. Returns once it was read back. Throws
   * `store-unreadable`, `store-write-failed` or `sink-failed`.
   */
  write(input: SinkWrite, needs: SinkNeeds): Promise<void>
  /**
   * Takes every copy of this very token out of the tool, and nothing else. Throws as `write` does,
   * also when a copy is left.
   */
  erase(input: SinkErase, needs: SinkNeeds): Promise<void>
  /**
   * True while the tool asks Hubkey itself at every use. Then it holds no copy of its own, what it
   * uses is current by nature, and a write only takes older copies away.
   */
  isServed?(needs: SinkNeeds): Promise<boolean>
  /**
   * Has the tool ask Hubkey, and only Hubkey, for what Hubkey has; other hosts and their helpers stay
   * as they are. `command` starts the `hubkey` command line (program and first arguments). Doing it
   * again renews the command. Throws as `write` does.
   */
  serve?(input: { readonly command: readonly string[] }, needs: SinkNeeds): Promise<void>
  /** Takes back what Hubkey set up in the tool beside copies. Nothing is fine. Throws as `write` does. */
  leave?(needs: SinkNeeds): Promise<void>
  /** True when the tool could not keep a copy, so that asking Hubkey is all it can do. Throws as `read` does. */
  keepsNothing?(needs: SinkNeeds): Promise<boolean>
}
