using System.Collections.Specialized;
using TopGun.Client.Maps;
using TopGun.Client.Maps.Views;

namespace TopGun.Client.Tests.Maps;

/// <summary>Applies the events of a list to another, as a control on screen does.</summary>
internal static class ListMirror
{
    public static void Take(List<(string, Seat)> mirror, ObservableMap<Seat> list, NotifyCollectionChangedEventArgs args)
    {
        switch (args.Action)
        {
            case NotifyCollectionChangedAction.Add: mirror.Insert(args.NewStartingIndex, Of(args.NewItems![0])); break;
            case NotifyCollectionChangedAction.Remove: mirror.RemoveAt(args.OldStartingIndex); break;
            case NotifyCollectionChangedAction.Replace: mirror[args.NewStartingIndex] = Of(args.NewItems![0]); break;
            default:
                mirror.Clear();
                mirror.AddRange(list.Select(entry => (entry.Key, entry.Value)));
                break;
        }
    }

    private static (string, Seat) Of(object? item) => (((MapEntry<Seat>)item!).Key, ((MapEntry<Seat>)item).Value);
}
