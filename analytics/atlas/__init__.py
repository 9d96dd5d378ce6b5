"""All of it together: the tables checked and placed, and the incidents as they are shown."""
