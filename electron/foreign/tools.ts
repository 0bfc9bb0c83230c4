import { docker } from './tools/docker.ts'
import { editor } from './tools/editor.ts'
import { envFile } from './tools/env-file.ts'
import { git } from './tools/git.ts'
import { haloForge } from './tools/halo-forge.ts'
import { huggingFace } from './tools/hugging-face.ts'
import { jan } from './tools/jan.ts'
import { jupyter } from './tools/jupyter.ts'
import { lmStudio } from './tools/lm-studio.ts'
import { netrc } from './tools/netrc.ts'
import { ngcCli } from './tools/ngc-cli.ts'
import { shellProfile } from './tools/shell-profile.ts'
import { systemd } from './tools/systemd.ts'
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
  netrc,
  shellProfile,
  systemd,
  lmStudio,
  jan,
  jupyter,
  editor,
  envFile,
]
