import { hostname, release, userInfo } from 'node:os'
import { lookWhere } from './where/look-where.ts'
import { variable } from '../environment.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import type { DoctorNeeds } from './needs.ts'
import { examine } from './visit.ts'

/**
 * A text to paste into an issue: versions, the session, how many copies of what standing lie in which
 * kind of place, and what the doctor found. No token, no fingerprint, no user name, no account's name,
 * no host's name and no path below the home folder but its known end.
 */
export async function writeReport(
  { version }: { readonly version: string },
  needs: DoctorNeeds,
): Promise<string> {
  const { env, keyring, paths } = needs
  const [where, found, state] = await Promise.all([
    lookWhere({}, needs),
    examine({}, needs),
    keyring.probe(),
  ])
  const counts = new Map<string, number>()
  for (const { provider, place, standing, wide } of where.copies) {
    const key = `${provider} ${place} ${standing}${wide ? ' readable-by-others' : ''}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const isReal = readHfEnvironment(env, paths.home).host === 'huggingface.co'
  const lines = [
    `Hubkey ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch} ${release()}`,
    `Desktop: ${desktopOf(variable(env, 'XDG_CURRENT_DESKTOP'))}; session: ${desktopOf(variable(env, 'XDG_SESSION_TYPE'))}`,
    `Keyring: ${state}; policy: ${keyring.policy}; Hub: ${isReal ? 'huggingface.co' : 'a mirror'}`,
    '',
    'Copies:',
    ...[...counts].map(([key, count]) => `- ${count} × ${key}`),
    ...where.problems.map(({ tool, error }) => `- ${tool} could not be read: ${error.code}`),
    '',
    'Findings:',
    // The part behind the colon is a path, a program or an id of this machine.
    ...found.map(({ id, severity }) => `- ${severity}: ${id.replace(/:.*$/s, '')}`),
  ]
  return `${plain(lines.join('\n'), needs)}\n`
}

/** Names of desktops and session types are a few plain words; anything else is somebody's own. */
function desktopOf(text: string | null): string {
  return text !== null && /^[A-Za-z:+-]{1,40}$/.test(text) ? text : 'unknown'
}

/** A last net under what the parts above were made not to hold. */
function plain(text: string, { paths }: DoctorNeeds): string {
  const names = [paths.home, userInfo().username, hostname()].filter((name) => name.length > 2)
  return names.reduce((rest, name) => rest.replaceAll(name, '…'), text)
}
