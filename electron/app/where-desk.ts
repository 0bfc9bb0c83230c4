import type { AgreedFix, DoctorView } from '../../shared/domain/doctor.ts'
import type { CopyView, WhereView } from '../../shared/domain/where.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { settleTokens } from '../credentials/settle-tokens.ts'
import { writeReport } from '../doctor/report.ts'
import { visitDoctor } from '../doctor/visit.ts'
import { clearCopy } from '../doctor/where/clear-copy.ts'
import { lookWhere } from '../doctor/where/look-where.ts'
import { tightenCopy } from '../doctor/where/tighten-copy.ts'
import type { EnvPlaces } from './env-places.ts'

interface WhereDeskNeeds {
  readonly version: string
  readonly credentials: CredentialNeeds
  readonly envPlaces: EnvPlaces
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about copies on this machine, and about what is wrong with them. A window names copies by id. */
export interface WhereDesk {
  /** As `lookWhere`, with the places that the user named. */
  look(verify: boolean): Promise<WhereView>
  /** Throws as `settleTokens` and `clearCopy` do. */
  clear(id: string): Promise<CopyView>
  /** Throws as `tightenCopy` does. */
  tighten(id: string): Promise<CopyView>
  /** The path of a copy's file, as it was last seen. Throws `foreign-gone`. */
  fileOf(id: string): string
  /** As `visitDoctor`, changing nothing. */
  visit(): Promise<DoctorView>
  /** Does what was agreed to, in the words in which it was shown, and looks again. Throws as `settleTokens` does. */
  fix(agreed: readonly AgreedFix[]): Promise<DoctorView>
  /** As `writeReport`. */
  report(): Promise<string>
}

/** Wires them. */
export function createWhereDesk(needs: WhereDeskNeeds): WhereDesk {
  const { version, credentials, envPlaces, thenLook } = needs
  let seen: readonly CopyView[] = []
  const settled = async <T>(verb: () => Promise<T>): Promise<T> => {
    await settleTokens({}, credentials)
    return verb()
  }
  const files = (): string[] => [...envPlaces.list()]
  return {
    look: async (verify) => {
      const view = await lookWhere({ files: files(), verify }, credentials)
      seen = view.copies
      return view
    },
    clear: async (id) => thenLook(settled(() => clearCopy({ id, files: files() }, credentials))),
    tighten: async (id) => thenLook(tightenCopy({ id, files: files() }, credentials)),
    fileOf: (id) => {
      const copy = seen.find((one) => one.id === id)
      if (copy?.inFile !== true) throw fail(errors.foreignGone())
      return copy.where
    },
    visit: async () => visitDoctor({ fix: false, files: files() }, credentials),
    fix: async (agreed) =>
      thenLook(
        settled(() => visitDoctor({ fix: true, agreed: [...agreed], files: files() }, credentials)),
      ),
    report: async () => writeReport({ version }, credentials),
  }
}
