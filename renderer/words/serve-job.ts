import type { JobDraft } from './job-draft.ts'

/** Which model a job is to serve. */
export interface ServedByJob {
  readonly repo: string
  readonly revision: string
  /** Path of a GGUF file in the repository; null for a server that reads the whole repository. */
  readonly file: string | null
  /** The account whose token reads the model; null for none. */
  readonly account: string | null
}

/**
 * A job of Hugging Face's that serves a model at an address of its own: llama.cpp for a GGUF file, vLLM for
 * everything else. Sources: the two projects' own images and their READMEs.
 */
export function serveJob({ repo, revision, file, account }: ServedByJob): Partial<JobDraft> {
  const listens = (port: number): string => `--host 0.0.0.0 --port ${port}`
  const secrets: JobDraft['secrets'] =
    account === null
      ? []
      : [{ name: 'HF_TOKEN', secret: { from: 'account', provider: 'huggingface', account } }]
  if (file !== null) {
    return {
      ...{ kind: 'command', image: 'ghcr.io/ggml-org/llama.cpp:server', secrets, ports: '8080' },
      command: `/app/llama-server -hf ${repo} -hff ${file} ${listens(8080)}`,
    }
  }
  return {
    ...{ kind: 'command', image: 'vllm/vllm-openai:latest', secrets, ports: '8000' },
    command: `vllm serve ${repo} --revision ${revision} ${listens(8000)}`,
  }
}
