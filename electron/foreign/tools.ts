import { docker } from './tools/docker.ts'
import { envFile } from './tools/env-file.ts'
import { git } from './tools/git.ts'
import { haloForge } from './tools/halo-forge.ts'
import { huggingFace } from './tools/hugging-face.ts'
import { ngcCli } from './tools/ngc-cli.ts'
import { xrAi } from './tools/xr-ai.ts'
import type { ForeignTool } from './tool.ts'

/** Every tool that is looked into, in the order in which its tokens are listed. */
export const foreignTools: readonly ForeignTool[] = [
  huggingFace,
  git,
  ngcCli,
  docker,
  xrAi,
  haloForge,
  envFile,
]
