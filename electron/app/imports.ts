import type { ForeignView, ImportedToken, RemovedForeign } from '../../shared/domain/foreign.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { settleTokens } from '../credentials/settle-tokens.ts'
import { importForeign } from '../foreign/import-foreign.ts'
import { listForeign } from '../foreign/list-foreign.ts'
import { removeForeign } from '../foreign/remove-foreign.ts'
import type { EnvPlaces } from './env-places.ts'

interface ImportsNeeds {
  readonly envPlaces: EnvPlaces
  readonly credentials: CredentialNeeds
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about tokens that other tools hold. */
export interface Imports {
  /** As `listForeign`, with the `.env` files that the user named. */
  list(): Promise<ForeignView>
  /** Takes one over; `account` is Hubkey's name for it. Throws as `settleTokens` and `importForeign` do. */
  take(token: string, account?: string): Promise<ImportedToken>
  /** Takes an imported one away from its tool. Throws as `settleTokens` and `removeForeign` do. */
  remove(token: string): Promise<RemovedForeign>
}

/** Wires them. */
export function createImports({ credentials, envPlaces, thenLook }: ImportsNeeds): Imports {
  const named = async (): Promise<string[]> => [...(await envPlaces.files())]
  const settled = async <T>(verb: () => Promise<T>): Promise<T> => {
    await settleTokens({}, credentials)
    return verb()
  }
  return {
    list: async () => listForeign({ files: await named() }, credentials),
    take: async (id, account) =>
      thenLook(
        settled(async () => importForeign({ id, account, files: await named() }, credentials)),
      ),
    remove: async (id) =>
      thenLook(settled(async () => removeForeign({ id, files: await named() }, credentials))),
  }
}
