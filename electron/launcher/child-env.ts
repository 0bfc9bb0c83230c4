import type { GpuChoice } from '../../shared/domain/launch-settings.ts'
import type { Environment } from '../ports.ts'

/**
 * What any model server may know of the user's environment. A list of what is allowed, not of what
 * is forbidden: a credential nobody thought of stays out, and so do `LD_PRELOAD` and `NODE_OPTIONS`.
 */
const allowed = new Set([
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'LANG',
    'LANGUAGE',
    'TZ',
    'TMPDIR',
    'TEMP',
    'TMP',
  ],
  ...['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'],
  ...['XDG_DATA_DIRS', 'XDG_CONFIG_DIRS'],
  // Where GPU libraries and drivers lie, and which devices may be used
  ...['CUDA_VISIBLE_DEVICES', 'CUDA_DEVICE_ORDER', 'CUDA_HOME', 'CUDA_PATH', 'CUDA_CACHE_PATH'],
  ...['NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES'],
  ...['HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES', 'HSA_OVERRIDE_GFX_VERSION', 'ROCM_PATH'],
  ...['GGML_VK_VISIBLE_DEVICES', 'VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_LAYER_PATH'],
  ...['ONEAPI_DEVICE_SELECTOR', 'ZE_AFFINITY_MASK', 'MESA_SHADER_CACHE_DIR', 'OMP_NUM_THREADS'],
  // Loads libraries, but Nix, CUDA and ROCm installs do not work without it
  'LD_LIBRARY_PATH',
  // Windows and macOS
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'APPDATA'],
  ...['LOCALAPPDATA', 'ProgramData', 'ProgramFiles', 'NUMBER_OF_PROCESSORS'],
  ...['PROCESSOR_ARCHITECTURE', '__CF_USER_TEXT_ENCODING'],
])
const allowedUpper = new Set(Array.from(allowed, (name) => name.toUpperCase()))

/**
 * The environment of a server, without its secrets: what any may know, and what this one `inherits`.
 * Windows' names are compared without case.
 */
export function childEnvironment(
  env: Environment,
  inherits: readonly string[] = [],
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '') continue
    if (isAllowed(name) || inherits.includes(name)) kept[name] = value
  }
  return kept
}

function isAllowed(name: string): boolean {
  if (process.platform === 'win32') return allowedUpper.has(name.toUpperCase())
  return allowed.has(name) || /^LC_[A-Z]+$/.test(name)
}

/** Variables by which CUDA, ROCm and Vulkan know which GPUs a program may use. */
export function gpuEnvironment(choice: GpuChoice | undefined): Record<string, string> {
  if (choice === undefined || choice === 'all') return {}
  const devices = choice === 'none' ? '-1' : choice.join(',')
  const names = ['CUDA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'GGML_VK_VISIBLE_DEVICES']
  return Object.fromEntries(names.map((name) => [name, devices]))
}
