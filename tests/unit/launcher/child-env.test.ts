import fc from 'fast-check'
import { expect, it } from 'vitest'
import { childEnvironment } from '../../../electron/launcher/child-env.ts'

const credentials = [
  ...['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH', 'HUGGINGFACEHUB_API_TOKEN'],
  ...['NGC_API_KEY', 'NVIDIA_API_KEY', 'OPENAI_API_KEY', 'AWS_SECRET_ACCESS_KEY', 'GITHUB_TOKEN'],
  ...['SSH_AUTH_SOCK', 'DBUS_SESSION_BUS_ADDRESS', 'KUBECONFIG', 'DOCKER_CONFIG', 'NETRC'],
]
const loaders = [
  ...['LD_PRELOAD', 'LD_AUDIT', 'NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS'],
  ...['DYLD_INSERT_LIBRARIES', 'PYTHONPATH', 'PYTHONSTARTUP', 'BASH_ENV', 'ENV', 'PERL5OPT'],
  ...['ELECTRON_RUN_AS_NODE', 'GCONV_PATH', 'NODE_LLAMA_CPP_REPO'],
]

it('keeps what a server needs to find its libraries and devices', () => {
  const env = {
    ...{ PATH: '/bin', HOME: '/home/me', LANG: 'de_DE.UTF-8', LC_ALL: 'C', TMPDIR: '/tmp' },
    ...{ XDG_CACHE_HOME: '/c', CUDA_VISIBLE_DEVICES: '0', ROCR_VISIBLE_DEVICES: '1' },
    ...{ GGML_VK_VISIBLE_DEVICES: '0' },
  }
  expect(childEnvironment(env)).toEqual(env)
})

it.each([...credentials, ...loaders])('withholds %s', (name) => {
  expect(childEnvironment({ [name]: 'x', [name.toLowerCase()]: 'x' })).toEqual({})
})

it('withholds whatever it does not know', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (env) => {
      const known = Object.keys(childEnvironment(env))
      return known.every((name) => /^(?:PATH|HOME|LC_[A-Z]+|[A-Z_]+)$/.test(name))
    }),
  )
})

it('drops empty and absent variables', () => {
  expect(childEnvironment({ PATH: '', HOME: undefined })).toEqual({})
})
