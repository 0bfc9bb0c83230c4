import { z } from 'zod'
import { AgreedFixSchema, DoctorViewSchema } from '../domain/doctor.ts'
import { CopyViewSchema, WhereViewSchema } from '../domain/where.ts'
import { call } from './call.ts'

const nothing = z.void()
/** One copy by the id that the last look gave it. */
const copy = z.strictObject({ copy: z.string().min(1).max(64) })

/** The part of the contract about where tokens lie, and about what is wrong with that. */
export const whereCalls = {
  /** Every copy, by fingerprint; nobody is prompted. With `verify`, each provider is asked once about each token. */
  'where.look': call(z.strictObject({ verify: z.boolean() }), WhereViewSchema),
  /** Lets the user choose a folder in the system's dialog; the next look has what its `.env` files hold. */
  'where.pick-folder': call(nothing, z.object({ picked: z.boolean() })),
  /** Looks there no more. Only what is in the list of settings can be named. */
  'where.forget-folder': call(z.strictObject({ folder: z.string().min(1).max(4096) }), nothing),
  /** Takes one copy away; refused while its token would be lost with it. */
  'where.clear': call(copy, CopyViewSchema),
  /** Takes the other users' rights off the file that a copy lies in. */
  'where.tighten': call(copy, CopyViewSchema),
  /** Shows the file that a copy lies in, in the system's file manager. */
  'where.show-file': call(copy, nothing),

  /** Looks for what is wrong; nothing is changed. */
  'doctor.visit': call(nothing, DoctorViewSchema),
  /** Does these fixes, each one only as it was shown, and looks again. */
  'doctor.fix': call(
    z.strictObject({ agreed: z.array(AgreedFixSchema).min(1).max(200) }),
    DoctorViewSchema,
  ),
  /** Main writes a report without secrets and names to the clipboard; this is what it wrote. */
  'doctor.copy-report': call(nothing, z.object({ report: z.string() })),
} as const
