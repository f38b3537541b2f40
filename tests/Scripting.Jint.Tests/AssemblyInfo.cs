// What a script takes of the whole process is measured.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
