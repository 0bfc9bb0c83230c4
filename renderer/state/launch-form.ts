import { create } from 'zustand'
import type { PreflightCheck } from '../../shared/domain/preflight.ts'
import type { LaunchFields } from '../words/launch-fields.ts'

interface LaunchFormState {
  /** How the model is to be launched; null while no form is open. */
  readonly fields: LaunchFields | null
  /** What main found of the form that is open, this one or a preset's; null until it was asked. */
  readonly checks: readonly PreflightCheck[] | null
}

/** The launch that is being filled in, and what main says of it. */
export const useLaunchForm = create<LaunchFormState>(() => ({ fields: null, checks: null }))
