using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TopGun.Scripting.Jint;

/// <summary>A thread with a large stack, on which a run is safe to fail.</summary>
/// <remarks>
/// The built-ins of Jint catch and throw again at each level of a recursion through them, and the runtime keeps the stack of every level
/// until the last one is through: some 10 KB each. On a stack of 1 MB a hundred levels of <c>Array.from</c> end the process while a limit
/// that was reached in good time unwinds. Threads are kept: a new one takes longer than a script.
/// </remarks>
internal sealed class DeepThread
{
    private const int StackBytes = 16 << 20;

    private static readonly ConcurrentStack<DeepThread> Idle = new();

    private readonly SemaphoreSlim _given = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action? _work;
    private ExceptionDispatchInfo? _failure;

    private DeepThread() => new Thread(Work, StackBytes) { IsBackground = true, Name = "Jint" }.Start();

    /// <summary>Runs something on such a thread and waits for it; what it throws comes out here.</summary>
    public static void Run(Action work)
    {
        if (!Idle.TryPop(out var thread)) thread = new DeepThread();
        thread._work = work;
        thread._given.Release();
        thread._done.Wait();
        var failure = thread._failure;
        (thread._work, thread._failure) = (null, null);
        Idle.Push(thread);
        failure?.Throw();
    }

    private void Work()
    {
        while (true)
        {
            _given.Wait();
            try
            {
                _work!();
            }
            catch (Exception failure)
            {
                // It belongs to the caller, whatever it is.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
            _done.Release();
        }
    }
}
