//! Element types: descriptors, promotion, casting rules, dtype strings.
