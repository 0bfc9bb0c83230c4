import type { CValue } from 'koffi'

/** A job object of Windows: it holds a process, and everything that this starts from then on. */
export interface JobObject {
  /** Takes in a process that was just started. Throws an Error with the number that Windows gave. */
  assign(pid: number): void
  /** Ends whatever is in it and gives it back to Windows. A second time does nothing. */
  end(): void
}

/** Throws an Error with the number that Windows gave, or because the library cannot be loaded. */
export type OpenJob = () => JobObject

let opener: Promise<OpenJob> | undefined

/** What makes job objects; null elsewhere than on Windows. Never rejects: the opener says what is missing. */
export async function jobObjects(): Promise<OpenJob | null> {
  if (process.platform !== 'win32') return null
  opener ??= loadKernel().then(
    (kernel) => () => openJob(kernel),
    (cause: unknown) => () => {
      throw cause
    },
  )
  return opener
}

// winnt.h
const extendedLimitInformation = 9
const killOnJobClose = 0x2000
const terminateAndSetQuota = 0x0101

/**
 * Nothing inherits the handle of a job, so this process alone has one. However it ends, Windows closes the
 * handle then, and ends what is in the job. Breaking away from it is not allowed to anybody.
 */
function openJob(kernel: Kernel): JobObject {
  let job = must(kernel, 'CreateJobObject', kernel.createJob(null, null))
  const end = (): void => {
    if (job === null) return
    kernel.terminateJob(job, 1)
    kernel.closeHandle(job)
    job = null
  }
  try {
    const limits = { flags: killOnJobClose }
    const isSet = kernel.setInformation(job, extendedLimitInformation, limits, kernel.limitsSize)
    must(kernel, 'SetInformationJobObject', isSet)
  } catch (cause) {
    end()
    throw cause
  }
  return {
    assign: (pid) => {
      const opened = kernel.openProcess(terminateAndSetQuota, false, pid)
      const handle = must(kernel, 'OpenProcess', opened)
      try {
        must(kernel, 'AssignProcessToJobObject', kernel.assignProcess(job, handle))
      } finally {
        kernel.closeHandle(handle)
      }
    },
    end,
  }
}

/** What a call answered, unless that means that it failed. */
function must({ lastError }: Kernel, what: string, answer: CValue): CValue {
  if (answer !== null && answer !== false) return answer
  throw new Error(`${what} failed with Windows' error ${String(lastError())}`)
}

type Kernel = Awaited<ReturnType<typeof loadKernel>>

async function loadKernel() {
  const { array, load, opaque, pointer, struct } = await import('koffi')
  const handle = pointer(opaque())
  // JOBOBJECT_EXTENDED_LIMIT_INFORMATION; only the flags are set.
  const limits = struct({
    ...{ processTime: 'int64', jobTime: 'int64', flags: 'uint32' },
    ...{ leastWorkingSet: 'size_t', mostWorkingSet: 'size_t', processes: 'uint32' },
    ...{ affinity: 'uintptr_t', priority: 'uint32', scheduling: 'uint32' },
    ...{ counters: array('uint64', 6), memory: array('size_t', 4) },
  })
  const kernel = load('kernel32.dll')
  return {
    limitsSize: limits.size,
    createJob: kernel.func('CreateJobObjectW', handle, ['void *', 'str16']),
    setInformation: kernel.func('SetInformationJobObject', 'bool', [
      ...[handle, 'int', pointer(limits), 'uint32'],
    ]),
    openProcess: kernel.func('OpenProcess', handle, ['uint32', 'bool', 'uint32']),
    assignProcess: kernel.func('AssignProcessToJobObject', 'bool', [handle, handle]),
    terminateJob: kernel.func('TerminateJobObject', 'bool', [handle, 'uint32']),
    closeHandle: kernel.func('CloseHandle', 'bool', [handle]),
    lastError: kernel.func('GetLastError', 'uint32', []),
  }
}
