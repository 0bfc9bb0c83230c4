import type { Identity, Organisation } from '../../shared/domain/verification.ts'

const roles: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Write',
  fineGrained: 'Fine-grained',
  oauth: 'Browser login',
  org: 'Organisation token',
  god: 'Unlimited',
}

/** A token's role in plain words; a role the Hub invents later is shown as it is. */
export function roleName(role: string): string {
  return roles[role] ?? role
}

const restrictions: Readonly<Record<string, string>> = {
  mfa: 'two-factor sign-in is missing',
  sso: 'single sign-on is needed',
  'token-policy': 'its policy refuses this kind of token',
  'token-revoked': 'an administrator revoked this token',
  ip: 'this network is not allowed',
}

/** `The Lab (contributor)`. */
export function organisationName({ name, role }: Organisation): string {
  return role === null ? name : `${name} (${role})`
}

/** Why an organisation keeps this token out, or null when it does not. */
export function restrictionSentence({ name, restrictions: codes }: Organisation): string | null {
  if (codes.length === 0) return null
  return `${name} keeps this token out: ${codes.map((code) => restrictions[code] ?? code).join(', ')}.`
}

/** Who it is, in the words people use for themselves. */
export function displayName({ fullName, username }: Identity): string {
  return fullName ?? username
}

/** The letter on the avatar. */
export function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase()
}
