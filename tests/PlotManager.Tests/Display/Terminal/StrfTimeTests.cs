using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Display.Terminal;

public class StrfTimeTests
{
    // Wednesday; the 64th day of a leap year that began on a Monday.
    private static readonly DateTimeOffset Moment = new DateTimeOffset(2024, 3, 6, 9, 5, 7, TimeSpan.FromHours(-3.5)).AddTicks(42_0);

    [Theory]
    [InlineData("%a", "Wed"), InlineData("%A", "Wednesday"), InlineData("%w", "3"), InlineData("%d", "06")]
    [InlineData("%b", "Mar"), InlineData("%B", "March"), InlineData("%m", "03"), InlineData("%y", "24"), InlineData("%Y", "2024")]
    [InlineData("%H", "09"), InlineData("%I", "09"), InlineData("%p", "AM"), InlineData("%M", "05"), InlineData("%S", "07")]
    [InlineData("%f", "000042"), InlineData("%z", "-0330"), InlineData("%:z", "-03:30"), InlineData("%Z", "NST"), InlineData("%j", "066")]
    [InlineData("%U", "09"), InlineData("%W", "10"), InlineData("%c", "Wed Mar  6 09:05:07 2024"), InlineData("%x", "03/06/24")]
    [InlineData("%X", "09:05:07"), InlineData("%%", "%"), InlineData("%G", "2024"), InlineData("%u", "3"), InlineData("%V", "10")]
    [InlineData(
        "%D", "03/06/24"), InlineData("%e", " 6"), InlineData("%F", "2024-03-06"), InlineData("%T", "09:05:07"), InlineData("%R", "09:05")]
    [InlineData("%h", "Mar"), InlineData("%k", " 9"), InlineData("%l", " 9"), InlineData("%P", "am"), InlineData("%r", "09:05:07 AM")]
    [InlineData("%C", "20"), InlineData("%g", "24"), InlineData("%n", "\n"), InlineData("%t", "\t"), InlineData("%s", "1709728507")]
    public void Format_EachCode_IsAsPythonHasIt(string format, string expected) =>
        StrfTime.Format(Moment, format, "NST").ShouldBe(expected);

    [Theory]
    [InlineData(
        "%-d.%-m.%Y %-H:%M", "6.3.2024 9:05"), InlineData("%_d|%_H", " 6| 9"), InlineData("%0e", "06"), InlineData("%^a %^B", "WED MARCH")]
    [InlineData("%#d %#p", "6 am")]
    public void Format_AFlag_ChangesThePadding(string format, string expected) => StrfTime.Format(Moment, format).ShouldBe(expected);

    [Theory]
    [InlineData(
        "%Y-%m-%d %H:%M:%S", "2024-03-06 09:05:07"), InlineData("Start: %I.%M o'clock ☺", "Start: 09.05 o'clock ☺"), InlineData("", "")]
    [InlineData("%Q", "%Q"), InlineData("50%", "50%"), InlineData("%-", "%-"), InlineData("%:", "%:"), InlineData("%:Y", "%:Y")]
    public void Format_OtherText_StaysAsItStands(string format, string expected) => StrfTime.Format(Moment, format).ShouldBe(expected);

    [Theory]
    [InlineData(0, "12 AM"), InlineData(11, "11 AM"), InlineData(12, "12 PM"), InlineData(13, "01 PM"), InlineData(23, "11 PM")]
    public void Format_TwelveHourClock_HasNoZero(int hour, string expected) =>
        StrfTime.Format(new DateTimeOffset(2024, 3, 6, hour, 0, 0, TimeSpan.Zero), "%I %p").ShouldBe(expected);

    // 1 January 2023 was a Sunday, 1 January 2027 is a Friday.
    [Theory]
    [InlineData(2023, 1, 1, "01 00 2022-52-7"), InlineData(2023, 1, 2, "01 01 2023-01-1"), InlineData(2023, 12, 31, "53 52 2023-52-7")]
    [InlineData(2027, 1, 1, "00 00 2026-53-5"), InlineData(2027, 1, 3, "01 00 2026-53-7"), InlineData(2024, 12, 30, "52 53 2025-01-1")]
    public void Format_WeeksAtTheTurnOfTheYear_AreCountedByEachRule(int year, int month, int day, string expected) =>
        StrfTime.Format(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero), "%U %W %G-%V-%u").ShouldBe(expected);
}
