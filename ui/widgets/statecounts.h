#pragma once

#include "domain/counts.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// Spaces per state as short lines: sign, word, number; the silent ones apart. Zeros are left out.
class StateCounts : public QWidget {
    Q_OBJECT

public:
    explicit StateCounts(const Theme &theme, QWidget *parent = nullptr);

    void setCounts(const domain::Counts &counts);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Line {
        domain::SpaceState state;
        domain::Confidence confidence;
        QString text;
        int number;
    };

    const Theme &m_theme;
    QList<Line> m_lines;
};

} // namespace parking::ui
