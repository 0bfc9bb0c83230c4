import type { SourceKind, SourceView } from '../../shared/domain/provider.ts'

/** A source's name on the road from environment to file. */
export const sourceName: Readonly<Record<SourceKind, string>> = {
  environment: 'environment',
  keyring: 'keyring',
  file: 'credentials file',
  'hf-token-file': 'hf token file',
}

/** Where exactly a source is: the variable, the path, or just its kind. */
export function sourcePlace({ kind, variable, path }: SourceView): string {
  return variable ?? path ?? sourceName[kind]
}

/** Whether people other than the owner may read the file. */
export function isReadableByOthers({ mode }: SourceView): boolean {
  return mode !== undefined && (Number.parseInt(mode, 8) & 0o077) !== 0
}
