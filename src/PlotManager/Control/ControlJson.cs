using System.Text.Json.Serialization;
using PlotManager.Core.Control;

namespace PlotManager.Control;

/// <summary>What travels over the control channel.</summary>
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
internal sealed partial class ControlJson : JsonSerializerContext;
