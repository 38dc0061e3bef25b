using PlotManager.Core.Farm;

namespace PlotManager.Core.Tests.Farm;

/// <summary>Issue 14, number 5: whose a plotter is.</summary>
public class RunOwnersTests
{
    private static readonly FarmIdentity Self = new("1f", "/a/config.yaml");

    [Theory]
    [InlineData("0f", false, RunOwner.OtherFarm)]
    [InlineData("0f", true, RunOwner.OtherFarm)]
    [InlineData("0f /a/config.yaml", false, RunOwner.OtherFarm)]
    [InlineData("1f", false, RunOwner.Adopted)]
    [InlineData("0f /b/config.yaml", true, RunOwner.OtherFarm)]
    [InlineData("0f /a/config.yaml", true, RunOwner.Adopted)]
    [InlineData("1f /where/it/was/before.yaml", false, RunOwner.Adopted)]
    [InlineData(null, true, RunOwner.Adopted)]
    [InlineData("", true, RunOwner.Adopted)]
    [InlineData(null, false, RunOwner.Stranger)]
    [InlineData("  ", false, RunOwner.Stranger)]
    public void Of_AMarkAndADirectory_SayWhoseItIs(string? mark, bool isInOwnTemp, RunOwner expected) =>
        RunOwners.Of(Self, FarmIdentity.Read(mark), isInOwnTemp).ShouldBe(expected);

    [Fact]
    public void Of_AFarmThatHasNoIdentityYet_OwnsNoMark() => RunOwners.Of(null, Self, true).ShouldBe(RunOwner.OtherFarm);

    [Theory]
    [InlineData(RunOwner.Own, true)]
    [InlineData(RunOwner.Adopted, true)]
    [InlineData(RunOwner.OtherFarm, false)]
    [InlineData(RunOwner.Stranger, false)]
    public void IsReported_TheFarmsOwnAndTheAdopted(RunOwner owner, bool expected) => owner.IsReported().ShouldBe(expected);

    [Fact]
    public void Read_WhatAFarmWrites_IsThatFarm()
    {
        var farm = new FarmIdentity("1f", "/my farm/config.yaml");
        FarmIdentity.Read(farm.Text).ShouldBe(farm);
        FarmIdentity.Read("1f").ShouldBe(new FarmIdentity("1f"));
        (farm.Name, new FarmIdentity("1f").Name).ShouldBe(("/my farm/config.yaml", "of id 1f"));
    }

    [Fact]
    public void Read_AMarkWithoutEnd_IsCut() => FarmIdentity.Read($"1f /{new string('x', 100_000)}")!.Text.Length.ShouldBeLessThan(10_000);
}
