namespace PlotManager.Core.PlotFiles;

/// <summary>
/// What a plot's memo tells: which kind of keys, and the farmer's. Its last 32 bytes are a secret key and are not looked at.
/// </summary>
internal readonly record struct PlotMemo(PlotKeys? Keys, string? FarmerKey)
{
    private const int ContractBytes = 32; // puzzle hash of the pool contract
    private const int PublicKeyBytes = 48;
    private const int SecretKeyBytes = 32;
    private const int ShownBytes = 4;

    public static PlotMemo Of(ReadOnlySpan<byte> memo) => memo.Length switch
    {
        ContractBytes + PublicKeyBytes + SecretKeyBytes => new(PlotKeys.Contract, Shown(memo[ContractBytes..])),
        PublicKeyBytes + PublicKeyBytes + SecretKeyBytes => new(PlotKeys.PoolKey, Shown(memo[PublicKeyBytes..])),
        _ => default,
    };

    private static string Shown(ReadOnlySpan<byte> farmerKeyOnwards) => Convert.ToHexStringLower(farmerKeyOnwards[..ShownBytes]);
}
