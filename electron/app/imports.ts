import type { ForeignView, ImportedToken, RemovedForeign } from '../../shared/domain/foreign.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { settleTokens } from '../credentials/settle-tokens.ts'
import { importForeign } from '../foreign/import-foreign.ts'
import { listForeign } from '../foreign/list-foreign.ts'
import { removeForeign } from '../foreign/remove-foreign.ts'

interface ImportsNeeds {
  readonly credentials: CredentialNeeds
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about tokens that other tools hold. */
export interface Imports {
  /** As `listForeign`, with the files that were added. */
  list(): Promise<ForeignView>
  /** Looks into this `.env` file, too, until Hubkey ends; the oldest one gives way when there are too many. */
  addFile(path: string): void
  /** Takes one over; `account` is Hubkey's name for it. Throws as `settleTokens` and `importForeign` do. */
  take(token: string, account?: string): Promise<ImportedToken>
  /** Takes an imported one away from its tool. Throws as `settleTokens` and `removeForeign` do. */
  remove(token: string): Promise<RemovedForeign>
}

/** As many as one look takes. */
const mostFiles = 50

/** Wires them. */
export function createImports({ credentials, thenLook }: ImportsNeeds): Imports {
  let files: readonly string[] = []
  const settled = async <T>(verb: () => Promise<T>): Promise<T> => {
    await settleTokens({}, credentials)
    return verb()
  }
  return {
    list: async () => listForeign({ files: [...files] }, credentials),
    addFile: (path) => {
      files = [...files.filter((other) => other !== path), path].slice(-mostFiles)
    },
    take: async (id, account) =>
      thenLook(settled(() => importForeign({ id, account, files: [...files] }, credentials))),
    remove: async (id) =>
      thenLook(settled(() => removeForeign({ id, files: [...files] }, credentials))),
  }
}
