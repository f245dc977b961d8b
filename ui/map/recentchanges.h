#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <utility>

namespace parking::ui {

/// Rows of the model that the map must draw anew: gathered, so that it draws at most 30 times a
/// second, and for a moment ringed where somebody should see the change.
class RecentChanges : public QObject {
    Q_OBJECT

public:
    explicit RecentChanges(QObject *parent = nullptr);

    void add(const QList<int> &rows);
    void ring(const QList<int> &rows); ///< as far as there is room: many rings tell nothing
    void dropRings() { m_rings.clear(); }
    /// The ringed rows, and how strong the ring is: from 1 at the change to 0 at its end.
    QList<std::pair<int, double>> rings() const;

Q_SIGNALS:
    void due(const QSet<int> &rows);

private:
    void fade();
    void tell();

    QSet<int> m_rows;
    QHash<int, qint64> m_rings; ///< with the time of the change
    QElapsedTimer m_clock;
    QTimer m_pause;
    QTimer m_fading;
};

} // namespace parking::ui
