"""Graphs of networkx made of matrices, and back."""

import networkx as nx
import numpy as np

m = np.array([[0, 1, 2], [1, 0, 0], [2, 0, 0]])
g = nx.from_numpy_array(m)
print(sorted(g.edges(data=True)), nx.to_numpy_array(g), type(nx.to_numpy_array(g)))
print(nx.to_numpy_array(g, dtype=np.int32, nodelist=[2, 1, 0]).dtype, nx.adjacency_matrix(g).toarray())
print(np.round(nx.laplacian_spectrum(g), 6), {k: round(v, 6) for k, v in nx.pagerank(g).items()})
print(nx.gnp_random_graph(10, 0.3, seed=np.random.RandomState(0)).number_of_edges())
print(nx.gnp_random_graph(10, 0.3, seed=np.random.default_rng(0)).number_of_edges())
h = nx.Graph()
h.add_nodes_from(np.arange(3))
h.add_weighted_edges_from((i, i + 1, w) for i, w in enumerate(np.array([0.5, 1.5])))
print(sorted(h.nodes), [type(n).__name__ for n in h.nodes], nx.shortest_path_length(h, 0, 2, weight="weight"))
nx.set_node_attributes(h, {i: v for i, v in enumerate(np.array([1.0, 2.0, 3.0]))}, "height")
print(np.mean(list(nx.get_node_attributes(h, "height").values())), nx.degree_histogram(h))
print(
    sorted(
        nx.spring_layout(
            h, seed=1, pos={0: np.zeros(2), 1: np.ones(2), 2: np.array([2.0, 0.0])}, fixed=[0, 1, 2]
        ).items()
    )
)
print(np.linalg.eigvalsh(nx.to_numpy_array(h)).round(6) + 0.0, nx.floyd_warshall_numpy(g), dict(nx.degree(h)))
print(nx.relabel_nodes(g, dict(enumerate(np.array(["a", "b", "c"])))).nodes)
