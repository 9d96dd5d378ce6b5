"""Finding by what a reader types: incidents, hospitals, towns, areas, actors, whatever the spelling."""
