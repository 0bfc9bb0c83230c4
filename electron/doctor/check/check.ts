import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { DoctorNeeds } from '../needs.ts'
import type { WhereLook } from '../where/look-where.ts'

/** A finding with what mends it. */
export interface Diagnosis extends Omit<DoctorFinding, 'fix'> {
  /** `says` what it will do before it does it. What `run` throws is an `AppFailure`. */
  readonly fix: { readonly says: string; readonly run: () => Promise<unknown> } | null
}

/** What checks look at. */
export interface Patient {
  readonly look: WhereLook
  readonly needs: DoctorNeeds
}

/** One kind of trouble. Never throws: what cannot be looked at is no finding. */
export type Check = (patient: Patient) => Promise<readonly Diagnosis[]>
