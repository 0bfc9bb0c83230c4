import type { CredentialNeeds } from '../credentials/needs.ts'

/** What looking around on the machine needs. */
export type DoctorNeeds = CredentialNeeds
