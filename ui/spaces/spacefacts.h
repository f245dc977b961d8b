#pragma once

#include "domain/space.h"
#include "domain/status.h"
#include "theme/theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace parking::ui {

/// What is known of a space's sensor, one line each: battery, signal, heard, features, address.
class SpaceFacts : public QWidget {
    Q_OBJECT

public:
    explicit SpaceFacts(const Theme &theme, QWidget *parent = nullptr);

    void setPast() { m_isPast = true; } ///< ages are counted from the moment that is looked at
    void setSpace(const domain::Space &space, const domain::SpaceStatus &status, UtcTime now);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Line { Battery, Signal, Heard, Features, Sensor, Name, LineCount };
    struct Row {
        QWidget *line;
        QLabel *icon;
        QLabel *name;
        QLabel *value;
        QLabel *detail;
        QBoxLayout *said; ///< value and detail
    };
    void arrange(const Row &row);
    void set(Line line, const QString &value, const QString &detail = {});

    const Theme &m_theme;
    QList<Row> m_rows;
    bool m_isPast = false;
};

} // namespace parking::ui
