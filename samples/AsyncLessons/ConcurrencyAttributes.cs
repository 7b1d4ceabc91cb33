namespace AsyncLessons;

/// <summary>Says that calls on one instance may run at the same time. The rules know the attribute by its name, whatever its namespace.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ConcurrencySafeAttribute : Attribute;

/// <summary>Says that calls on one instance must not overlap.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NotConcurrencySafeAttribute : Attribute;
