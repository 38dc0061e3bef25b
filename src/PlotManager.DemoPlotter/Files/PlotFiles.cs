namespace PlotManager.DemoPlotter.Files;

/// <summary>
/// The files of a plot. They are filled with noise, so that they take their room on drives that compress or skip zeros, too. No file is
/// kept open between two writes; a refused write is a value and not an exception, because plotters have an answer to it.
/// </summary>
internal static class PlotFiles
{
    private static readonly byte[] Noise = MakeNoise();

    /// <summary>Makes the file, or empties it if it is there.</summary>
    public static FailedWrite? Create(string path, ReadOnlySpan<byte> content = default)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Write(content);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new FailedWrite(path, 0, content.Length, 0, Errors.NumberOf(problem), Opening: true);
        }
    }

    /// <summary>Adds bytes at the end, making the file if it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="full">True: refuse it as a full drive would.</param>
    /// <returns>The refused write, of which a part may have got through and stays; null when all is written.</returns>
    public static FailedWrite? Append(string path, long bytes, bool full) => Write(path, null, bytes, full);

    /// <summary>Puts bytes in the place of others.</summary>
    public static FailedWrite? Overwrite(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = offset;
            file.Write(bytes);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new FailedWrite(path, 0, bytes.Length, offset, Errors.NumberOf(problem), Opening: false);
        }
    }

    /// <summary>Tries a refused write again, from the place where it began.</summary>
    public static FailedWrite? Retry(FailedWrite refused, bool full) => Write(refused.Path, refused.Offset, refused.Of, full);

    private static FailedWrite? Write(string path, long? at, long bytes, bool full)
    {
        if (bytes <= 0)
        {
            return null;
        }

        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new FailedWrite(path, 0, bytes, 0, Errors.NumberOf(problem), Opening: true);
        }

        using (file)
        {
            var offset = Math.Min(at ?? file.Length, file.Length);
            try
            {
                if (at is not null)
                {
                    file.SetLength(offset);
                }

                file.Position = offset;
                if (full)
                {
                    return new FailedWrite(path, 0, bytes, offset, Errors.NoSpace, Opening: false);
                }

                WriteNoise(file, bytes);
                return null;
            }
            catch (IOException problem)
            {
                var written = Math.Max(0, file.Length - offset);
                return new FailedWrite(path, written, bytes, offset, Errors.NumberOf(problem), Opening: false);
            }
        }
    }

    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Both plotters go on when a temp file cannot be removed, and leave it behind.
        }
    }

    /// <summary>Gives back the room of a file whose content is no longer needed.</summary>
    public static void Empty(string path) => Create(path);

    /// <summary>Copies a file over whatever is there, in the time given; without a time as fast as it goes.</summary>
    /// <param name="from">The finished file.</param>
    /// <param name="to">The file to make of it.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="full">True: the target is refused further room half-way.</param>
    /// <returns>The refused write, which leaves its part of the file behind as the real plotters do; null when all is copied.</returns>
    public static FailedWrite? Copy(string from, string to, TimeSpan duration, bool full)
    {
        const int Pieces = 50;
        long length = 0, copied = 0;
        var opening = true;
        try
        {
            using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            opening = false;
            length = source.Length;
            var buffer = new byte[Math.Max(1, (int)Math.Min(1 << 20, length / Pieces + 1))];
            for (int read; (read = source.Read(buffer)) > 0; copied += read)
            {
                if (full && copied >= length / 2)
                {
                    return new FailedWrite(to, copied, length, 0, Errors.NoSpace, Opening: false);
                }

                target.Write(buffer.AsSpan(0, read));
                Thread.Sleep(duration * ((double)read / length));
            }

            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new FailedWrite(to, copied, length, 0, Errors.NumberOf(problem), opening);
        }
    }

    private static void WriteNoise(FileStream file, long bytes)
    {
        for (var left = bytes; left > 0;)
        {
            var piece = (int)Math.Min(left, Noise.Length);
            file.Write(Noise.AsSpan(0, piece));
            left -= piece;
        }
    }

    private static byte[] MakeNoise()
    {
        var noise = new byte[1 << 16];
        new Random(18).NextBytes(noise);
        return noise;
    }
}
