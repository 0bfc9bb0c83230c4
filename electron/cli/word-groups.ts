import type { Command } from 'commander'
import type { Runner } from './program.ts'

/** Words that share their code. */
interface WordGroup {
  readonly words: readonly string[]
  /** Loads the code and resolves to the function that adds the words to the command line. */
  readonly load: () => Promise<(program: Command, run: Runner) => void>
}

/** Every word of the command line, in the order in which the help shows them. */
export const wordGroups: readonly WordGroup[] = [
  { words: ['login'], load: async () => (await import('./words/login.ts')).addLoginWord },
  { words: ['status'], load: async () => (await import('./words/status.ts')).addStatusWord },
  {
    words: ['verify', 'clear'],
    load: async () => (await import('./words/tokens.ts')).addTokenWords,
  },
  { words: ['exec'], load: async () => (await import('./words/exec.ts')).addExecWord },
  { words: ['access'], load: async () => (await import('./words/access.ts')).addAccessWords },
  {
    words: ['accounts', 'use', 'rename', 'tie'],
    load: async () => (await import('./words/accounts.ts')).addAccountWords,
  },
  {
    words: ['rotate', 'sinks'],
    load: async () => (await import('./words/copies.ts')).addCopyWords,
  },
  { words: ['seed'], load: async () => (await import('./words/seed.ts')).addSeedWord },
  { words: ['where'], load: async () => (await import('./words/where.ts')).addWhereWord },
  { words: ['doctor'], load: async () => (await import('./words/doctor.ts')).addDoctorWord },
  { words: ['scan'], load: async () => (await import('./words/scan.ts')).addScanWord },
  { words: ['import'], load: async () => (await import('./words/import.ts')).addImportWords },
  {
    words: ['keyring', 'notices'],
    load: async () => (await import('./words/keyring.ts')).addKeyringWords,
  },
  {
    words: ['launch', 'ps', 'logs', 'stop', 'restart'],
    load: async () => (await import('./words/runs.ts')).addRunWords,
  },
  { words: ['presets'], load: async () => (await import('./words/presets.ts')).addPresetWords },
  { words: ['engines'], load: async () => (await import('./words/engines.ts')).addEngineWord },
  {
    words: ['git-credential'],
    load: async () => (await import('./words/git-credential.ts')).addGitWords,
  },
  {
    words: ['docker-credential'],
    load: async () => (await import('./words/docker-credential.ts')).addDockerWords,
  },
  { words: ['download'], load: async () => (await import('./words/download.ts')).addDownloadWords },
  { words: ['jobs'], load: async () => (await import('./words/jobs.ts')).addJobWords },
  { words: ['models'], load: async () => (await import('./words/models.ts')).addModelWords },
  {
    words: ['trust-endpoint'],
    load: async () => (await import('./words/trust-endpoint.ts')).addTrustWords,
  },
  {
    words: ['providers'],
    load: async () => (await import('./words/providers.ts')).addProviderWords,
  },
]
