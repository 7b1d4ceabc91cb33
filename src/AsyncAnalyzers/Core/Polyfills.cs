// What the compiler asks for and netstandard2.0 does not have. Written out, because a generator wrote them in an order that
// changed from build to build, and the bytes of the assemblies with it.
namespace System
{
    /// <summary>For <c>items[^1]</c>.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public static implicit operator Index(int value) => new(value);

        public int GetOffset(int length) => fromEnd ? length - value : value;
    }

    /// <summary>For <c>text[1..]</c>.</summary>
    internal readonly struct Range(Index start, Index end)
    {
        public Index Start => start;

        public Index End => end;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>For records and <c>init</c>.</summary>
    internal static class IsExternalInit;
}
