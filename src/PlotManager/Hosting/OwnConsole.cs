using System.Text;

namespace PlotManager.Hosting;

/// <summary>
/// The console of Windows, which takes bytes of an old code page unless it is told otherwise. Where a person looks at it, it is switched to
/// UTF-8 until this program ends. What is read by another program or goes to a file stays in the console's code page: that is what those
/// who read it expect.
/// </summary>
public static class OwnConsole
{
    public static void TakeUtf8()
    {
        if (!OperatingSystem.IsWindows() || Console.IsOutputRedirected || Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage)
        {
            return;
        }

        try
        {
            var before = Console.OutputEncoding;
            Console.OutputEncoding = Encoding.UTF8;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.OutputEncoding = before;
        }
        catch (IOException)
        {
            return; // it has no such page: signs are shown in their ASCII forms
        }
    }
}
