import type { ForeignView } from '../shared/domain/foreign.ts'
import { ok } from '../shared/result.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { places } from './places.ts'
import { useImports } from './state/imports.ts'
import { closeDialog, openDialog } from './state/tokens.ts'

/** Looks for tokens that other tools hold. */
export function findForeign(): void {
  attempt(places.imports, () => client['import.list'](), keep)
}

/** Lets the user choose a `.env` file in the system's dialog, and looks into it. */
export function addEnvFile(): void {
  attempt(
    places.imports,
    async () => {
      const chosen = await client['import.pick-file']()
      if (!chosen.ok || !chosen.value.picked) return chosen.ok ? ok(null) : chosen
      return client['import.list']()
    },
    (found) => {
      if (found !== null) keep(found)
    },
  )
}

/** Takes a token over under a name of Hubkey's choice; one that is taken already is asked for. */
export function importToken(token: string): void {
  attempt(
    places.foreign(token),
    async () => {
      const taken = await client['import.take']({ token })
      const isNameTaken = !taken.ok && taken.error.code === 'account-taken'
      return isNameTaken ? ok(null) : taken
    },
    (taken) => {
      if (taken === null) openDialog({ kind: 'import-as', token })
      else findForeign()
    },
  )
}

/** Takes a token over under this name. */
export function importTokenAs(token: string, account: string): void {
  attempt(
    places.dialog,
    () => client['import.take']({ token, account }),
    () => {
      closeDialog()
      findForeign()
    },
  )
}

/** Takes an imported token away from its tool. */
export function removeSource(token: string): void {
  attempt(
    places.dialog,
    () => client['import.remove']({ token }),
    () => {
      closeDialog()
      findForeign()
    },
  )
}

function keep(found: ForeignView): void {
  useImports.setState({ found })
}
