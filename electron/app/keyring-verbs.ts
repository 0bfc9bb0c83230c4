import type { CredentialNeeds } from '../credentials/needs.ts'
import { settleTokens } from '../credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../credentials/take-into-keyring.ts'

interface KeyringVerbsNeeds {
  readonly credentials: CredentialNeeds
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about the keyring itself. */
export interface KeyringVerbs {
  /** Whoever asks while a prompt is up waits for that one. Throws as `Keyring.unlock` does. */
  unlock(): Promise<void>
  /** Ends the wait for the prompt; whoever waits is told that the keyring is locked. */
  cancelUnlock(): void
  /** Moves what lies in the file into the keyring. Throws as `takeIntoKeyring` does. */
  takeIn(): Promise<{ readonly moved: number }>
}

/** Wires them. */
export function createKeyringVerbs({ credentials, thenLook }: KeyringVerbsNeeds): KeyringVerbs {
  let prompt: { readonly over: Promise<void>; readonly abort: AbortController } | null = null
  const open = async (signal: AbortSignal): Promise<void> => {
    await credentials.keyring.unlock(signal)
    // What had to wait for an open keyring can be finished now.
    await settleTokens({}, credentials)
  }
  return {
    unlock: async () => {
      if (prompt === null) {
        const abort = new AbortController()
        const over = thenLook(open(abort.signal)).finally(() => {
          prompt = null
        })
        prompt = { over, abort }
      }
      await prompt.over
    },
    cancelUnlock: () => prompt?.abort.abort(),
    takeIn: async () => {
      const { moved } = await thenLook(takeIntoKeyring({}, credentials))
      return { moved: moved.length }
    },
  }
}
