using System.Text;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// The Python tracebacks of chia 1.1.6 and 2.7.3: the frames of its option parser, those of its own files, and the last line, which tells.
/// </summary>
internal static class ChiaTraceback
{
    private const string ParserFrames = """
          File "/usr/lib/python3/dist-packages/click/core.py", line 1130, in __call__
            return self.main(*args, **kwargs)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/core.py", line 1055, in main
            rv = self.invoke(ctx)
                 ^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/core.py", line 1657, in invoke
            return _process_result(sub_ctx.command.invoke(sub_ctx))
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/core.py", line 1657, in invoke
            return _process_result(sub_ctx.command.invoke(sub_ctx))
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/core.py", line 1404, in invoke
            return ctx.invoke(self.callback, **ctx.params)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/core.py", line 760, in invoke
            return __callback(*args, **kwargs)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3/dist-packages/click/decorators.py", line 26, in new_func
            return f(get_current_context(), *args, **kwargs)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """;

    private const string LoopFrames = """
          File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
            return runner.run(main)
                   ^^^^^^^^^^^^^^^^
          File "/usr/lib/python3.11/asyncio/runners.py", line 118, in run
            return self._loop.run_until_complete(task)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          File "/usr/lib/python3.11/asyncio/base_events.py", line 653, in run_until_complete
            return future.result()
                   ^^^^^^^^^^^^^^^
        """;

    /// <summary>Where the exception came from.</summary>
    public enum Origin
    {
        /// <summary>The keys and addresses given.</summary>
        Keys,

        /// <summary>Making the directories.</summary>
        Directories,

        /// <summary>The plotting itself.</summary>
        Plotting,
    }

    public static string Of(int version, Origin origin, string failedLine, string lastLine)
    {
        var text = new StringBuilder("Traceback (most recent call last):\n");
        text.Append(version == 1
            ? "  File \"/opt/chia-1.1.6/chia\", line 9, in <module>\n"
            : "  File \"/opt/chia-2.7.3/chia\", line 19, in <module>\n");
        text.Append("    cli(prog_name=\"chia\")\n").Append(ParserFrames).Append('\n');
        if (version == 1)
        {
            text.Append("  File \"/opt/src/chia-1.1.6/chia/cmds/plots.py\", line 135, in create_cmd\n    create_plots(Params(), "
                + "ctx.obj[\"root_path\"])\n");
        }
        else if (origin == Origin.Keys)
        {
            text.Append("  File \"/opt/src/chia-2.7.3/chia/cmds/plots.py\", line 144, in create_cmd\n    plot_keys = asyncio.run(\n    "
                + "            ^^^^^^^^^^^^\n").Append(LoopFrames).Append('\n');
        }
        else
        {
            text.Append("  File \"/opt/src/chia-2.7.3/chia/cmds/plots.py\", line 156, in create_cmd\n    "
                + "asyncio.run(create_plots(params, plot_keys))\n").Append(LoopFrames).Append('\n');
        }

        var root = version == 1 ? "/opt/src/chia-1.1.6" : "/opt/src/chia-2.7.3";
        text.Append($"  File \"{root}/chia/plotting/create_plots.py\", line {Line(version, origin)}, in {Function(version, origin)}\n");
        text.Append($"    {failedLine}\n{lastLine}");
        return text.ToString();
    }

    private static int Line(int version, Origin origin) => (version, origin) switch
    {
        (1, Origin.Keys) => 55,
        (1, Origin.Directories) => 104,
        (1, _) => 164,
        (_, Origin.Keys) => 77,
        (_, Origin.Directories) => 191,
        _ => 240,
    };

    private static string Function(int version, Origin origin) => version != 1 && origin == Origin.Keys ? "resolve" : "create_plots";
}
