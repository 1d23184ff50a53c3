//! The loop planner and the executor of programs over blocks.
