import { ok } from '../shared/result.ts'
import type { CopyView } from '../shared/domain/where.ts'
import { attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { visitDoctor } from './doctor-actions.ts'
import { places } from './places.ts'
import { goTo } from './state/ui.ts'
import { closeWhereDialog, openWhereDialog, useWhere, type WhereTab } from './state/where.ts'

/** Looks for every copy. With `verify`, each provider is asked about each token. */
export function lookWhere(verify = false): void {
  attemptAnew(
    places.where,
    () => client['where.look']({ verify }),
    (found) => {
      useWhere.setState(({ wanted, chosen }) => {
        const copy = found.copies.find(
          ({ place, where }) => place === wanted?.place && where === wanted.where,
        )
        return { found, wanted: null, chosen: copy?.id ?? chosen }
      })
    },
  )
}

/** Goes to the map, at the copy that an environment variable holds. */
export function showVariable(variable: string): void {
  useWhere.setState({
    ...{ tab: 'map', chosen: null, done: null },
    wanted: { place: 'environment', where: variable },
  })
  goTo('where')
}

/** Turns to a part of the page; the doctor looks anew each time, and what was found before stands until then. */
export function showTab(tab: WhereTab): void {
  useWhere.setState({ tab, done: null })
  if (tab === 'doctor') visitDoctor()
}

/** Looks at what the page shows when it is opened. */
export function openWhere(): void {
  lookWhere()
  if (useWhere.getState().tab === 'doctor') visitDoctor()
}

/** Looks again at what the page shows now. */
export function refreshWhere(): void {
  useWhere.setState({ done: null })
  lookWhere()
  if (useWhere.getState().visit !== null) visitDoctor()
}

/** Lets the user choose a folder with `.env` files in the system's dialog, and looks into it. */
export function addEnvFolder(): void {
  attempt(
    places.envFolders,
    () => client['where.pick-folder'](),
    ({ picked }) => {
      if (picked) refreshWhere()
    },
  )
}

export function forgetEnvFolder(folder: string): void {
  attempt(places.envFolders, () => client['where.forget-folder']({ folder }), refreshWhere)
}

export function showCopyFile(copy: string): void {
  attempt(places.copy(copy), () => client['where.show-file']({ copy }))
}

/** Takes a copy away, once the user has said yes. */
export function clearCopy({ id }: CopyView): void {
  attempt(
    places.whereDialog,
    () => client['where.clear']({ copy: id }),
    ({ label, where }) => {
      finish(`Taken out of ${label}: ${where}. Everything else there is as it was.`)
    },
  )
}

/** Takes the other users' rights off a copy's file, once the user has said yes. */
export function tightenCopy({ id }: CopyView): void {
  attempt(
    places.whereDialog,
    () => client['where.tighten']({ copy: id }),
    ({ where }) => {
      finish(`${where} is yours alone now (mode 0600).`)
    },
  )
}

/** Takes a copy's token over under a name of Hubkey's choice; one that is taken already is asked for. */
export function importCopy(copy: string): void {
  attempt(
    places.copy(copy),
    async () => {
      const taken = await client['import.take']({ token: copy })
      return !taken.ok && taken.error.code === 'account-taken' ? ok(null) : taken
    },
    (taken) => {
      if (taken === null) openWhereDialog({ kind: 'import-as', copy })
      else finish(`Imported as “${taken.account}”. It still lies where it was.`)
    },
  )
}

/** Takes a copy's token over under this name. */
export function importCopyAs(copy: string, account: string): void {
  attempt(
    places.whereDialog,
    () => client['import.take']({ token: copy, account }),
    (taken) => {
      finish(`Imported as “${taken.account}”. It still lies where it was.`)
    },
  )
}

/** Closes the question, looks again and says what was done. */
function finish(done: string): void {
  closeWhereDialog()
  refreshWhere()
  useWhere.setState({ done })
}
